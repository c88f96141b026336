int example(char *a, struct item *items, int n) {
    log_line(LOG_INFO, b);
    return 0;
}
