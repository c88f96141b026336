<?php
function example($a, $b, $items) {
    use_list([$b, 1]);
}
