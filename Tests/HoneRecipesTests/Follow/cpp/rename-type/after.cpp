int example(const std::string &a, std::vector<int> &items) {
    std::shared_ptr<int> p = make();
    return 0;
}
