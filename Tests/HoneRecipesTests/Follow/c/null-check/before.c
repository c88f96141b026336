int example(char *a, struct item *items, int n) {
    check(a == NULL);
    check(b == NULL);
    return 0;
}
