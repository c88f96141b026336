package b

func g(p *meta.Info) error {
	return meta.Check(p)
}
