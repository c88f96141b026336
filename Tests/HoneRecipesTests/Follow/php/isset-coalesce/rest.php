<?php
function example($a, $b, $items) {
    $y = isset($b["j"]) ? $b["j"] : null;
}
