int example(const std::string &a, std::vector<int> &items) {
    check(items.size() == 0);
    check(names.size() == 0);
    return 0;
}
