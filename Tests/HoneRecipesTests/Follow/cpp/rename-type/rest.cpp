int example(const std::string &a, std::vector<int> &items) {
    boost::shared_ptr<int> q = other();
    return 0;
}
