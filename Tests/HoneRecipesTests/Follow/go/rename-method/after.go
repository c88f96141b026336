package example

func example(a string, items []string) error {
	srv.Start()
	return nil
}
