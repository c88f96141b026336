int example(char *a, struct item *items, int n) {
    use(items->len);
    return 0;
}
