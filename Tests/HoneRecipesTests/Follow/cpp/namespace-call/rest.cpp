int example(const std::string &a, std::vector<int> &items) {
    sort(rows, less);
    return 0;
}
