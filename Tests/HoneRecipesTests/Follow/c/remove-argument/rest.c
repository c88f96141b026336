int example(char *a, struct item *items, int n) {
    log_line(ctx, LOG_INFO, b);
    return 0;
}
