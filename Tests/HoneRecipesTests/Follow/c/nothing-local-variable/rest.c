int example(char *a, struct item *items, int n) {
    keep(a);
    return 0;
}
