#include "model/ledgers/certificate.h"

#include "model/program.h"

static const struct ledger_field fields[] = {
    { LEDGER_TEXT(struct certificate, id, "Id", 64), .required = true, .main = true },
    { LEDGER_TEXT(struct certificate, title, "Title", 300), .required = true, .main = true },
    { LEDGER_TEXT(struct certificate, party, "Provider", 64), .main = true, .refers = REFERS_ledger,
      .ledger = "parties" },
    { LEDGER_TEXT(struct certificate, product, "Product", 64), .main = true,
      .refers = REFERS_ledger, .ledger = "products" },
    { LEDGER_TEXT(struct certificate, scheme, "Scheme", 200), .required = true, .main = true },
    { LEDGER_TEXT(struct certificate, number, "Number", 200) },
    { LEDGER_DATE(struct certificate, issued, "Issued"), .main = true },
    { LEDGER_DATE(struct certificate, expires, "Ends"), .main = true },
    { LEDGER_TEXT(struct certificate, covers, "Covers", 500) },
    { LEDGER_TEXT(struct certificate, evidence, "Evidence", 64), .refers = REFERS_ledger,
      .ledger = "evidence" },
};

const struct ledger certificate_ledger = {
    .name = "certificates",
    .title = "Certificates",
    .one = "certificate",
    .prefix = "CE-",
    .about = "Certificates of providers and products, with the day on which each ends.",
    LEDGER_FIELDS(fields),
    .keys = 1,
    .size = sizeof(struct certificate),
    .rows = offsetof(struct program, certificates),
};
