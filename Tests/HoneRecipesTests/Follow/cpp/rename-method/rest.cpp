int example(const std::string &a, std::vector<int> &items) {
    rows.getSize();
    return 0;
}
