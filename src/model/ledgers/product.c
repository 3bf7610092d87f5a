#include "model/ledgers/product.h"

#include "model/program.h"

static const char *const kind_words[] = { "software application", "embedded device", "host device",
                                          "network device", NULL };

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct product, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct product, name, "Name", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct product, supplier, "Supplier", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "parties" },
    { LEDGER_TEXT(struct product, model, "Model", 200), .main = true },
    { LEDGER_TEXT(struct product, version, "Version", 200), .main = true },
    { LEDGER_WORD(struct product, kind, "Kind", kind_words), .main = true },
    { LEDGER_LIST(struct product, zones, "Zones"), .main = true, .refers = REFERS_zone },
    { LEDGER_LIST(struct product, assets, "Addresses") },
    { LEDGER_DATE(struct product, support_ends, "Support ends"), .main = true },
};

const struct ledger product_ledger = {
    .name = "products",
    .title = "Products",
    .one = "product",
    .prefix = "PR-",
    .about = "The products that the zones depend on. Suppliers declare for each what it can do.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct product),
    .rows = offsetof(struct program, products),
};
