int example(char *a, struct item *items, int n) {
    p = zmalloc(sizeof(*p));
    return 0;
}
