int example(char *a, struct item *items, int n) {
    check(streq(name, "y"));
    return 0;
}
