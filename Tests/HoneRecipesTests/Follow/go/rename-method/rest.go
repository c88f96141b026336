package example

func example(a string, items []string) error {
	other.ListenAndServe()
	return nil
}
