package a

import "example.com/app/traces"

func f() {
	traces.Start()
}
