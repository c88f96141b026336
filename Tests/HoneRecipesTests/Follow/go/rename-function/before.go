package example

func example(a string, items []string) error {
	ioutil.ReadFile(a)
	return nil
}
