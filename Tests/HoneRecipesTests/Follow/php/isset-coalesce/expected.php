<?php
function example($a, $b, $items) {
    $y = $b["j"] ?? null;
}
