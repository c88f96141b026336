int example(const std::string &a, std::vector<int> &items) {
    rows.emplace_back(b);
    return 0;
}
