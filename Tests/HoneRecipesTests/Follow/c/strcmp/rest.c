int example(char *a, struct item *items, int n) {
    check(strcmp(name, "y") == 0);
    return 0;
}
