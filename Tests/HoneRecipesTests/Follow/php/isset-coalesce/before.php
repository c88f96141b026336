<?php
function example($a, $b, $items) {
    $x = isset($a["k"]) ? $a["k"] : null;
}
