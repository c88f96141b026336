package b

func g(p *exif.Info) error {
	return exif.Check(p)
}
