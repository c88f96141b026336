int example(const std::string &a, std::vector<int> &items) {
    check(rows.empty());
    return 0;
}
