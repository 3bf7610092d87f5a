/*
 * plant_folder.h - a fresh plant on disk for every test of the store, and its
 * rows as SQLite itself has them.
 */
#pragma once

#include "store/store.h"

extern char folder[64], plant[96];
extern struct store *store;
extern struct arena work; /* until the test ends */
extern struct problem why;

int open_fresh(void **state);
int close_and_remove(void **state);
#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_fresh, close_and_remove)

/* Every row of every table but the version, a line each: table|column|column. */
struct text dump(const char *of);
uint64_t version(void);

/* What is read from one plant and written to another must give the same rows. */
struct store *second_plant(char path[96]);
