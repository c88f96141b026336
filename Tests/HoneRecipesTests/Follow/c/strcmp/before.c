int example(char *a, struct item *items, int n) {
    check(strcmp(a, "x") == 0);
    return 0;
}
