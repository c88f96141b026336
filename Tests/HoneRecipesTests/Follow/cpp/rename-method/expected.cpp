int example(const std::string &a, std::vector<int> &items) {
    rows.size();
    return 0;
}
