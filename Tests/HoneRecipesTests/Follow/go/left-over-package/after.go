package a

import "example.com/app/observe"

func f() {
	observe.Start()
}
