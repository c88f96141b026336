<?php
function example($a, $b, $items) {
    $x = $a["k"] ?? null;
}
