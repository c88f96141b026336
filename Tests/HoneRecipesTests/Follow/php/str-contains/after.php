<?php
function example($a, $b, $items) {
    check(str_contains($a, "x"));
}
