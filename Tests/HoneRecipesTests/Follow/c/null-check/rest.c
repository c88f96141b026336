int example(char *a, struct item *items, int n) {
    check(p->next == NULL);
    return 0;
}
