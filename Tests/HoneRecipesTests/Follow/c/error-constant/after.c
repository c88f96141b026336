int example(char *a, struct item *items, int n) {
    fail(-ENOMEM);
    return 0;
}
