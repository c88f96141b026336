int example(char *a, struct item *items, int n) {
    use(other->len);
    return 0;
}
