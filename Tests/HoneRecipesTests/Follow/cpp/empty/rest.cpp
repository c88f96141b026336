int example(const std::string &a, std::vector<int> &items) {
    check(rows.size() == 0);
    return 0;
}
