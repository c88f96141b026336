int example(char *a, struct item *items, int n) {
    fail(ERR_NOMEM);
    return 0;
}
