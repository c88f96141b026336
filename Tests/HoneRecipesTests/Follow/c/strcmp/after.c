int example(char *a, struct item *items, int n) {
    check(streq(a, "x"));
    return 0;
}
