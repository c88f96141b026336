int example(const std::string &a, std::vector<int> &items) {
    std::shared_ptr<int> q = other();
    return 0;
}
