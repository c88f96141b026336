// Runs a hook; see HoneHooks.
