int example(char *a, struct item *items, int n) {
    give(x, ERR_NOMEM);
    return 0;
}
