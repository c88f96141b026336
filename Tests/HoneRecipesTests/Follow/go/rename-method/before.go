package example

func example(a string, items []string) error {
	srv.ListenAndServe()
	return nil
}
