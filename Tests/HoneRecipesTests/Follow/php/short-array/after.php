<?php
function example($a, $b, $items) {
    use_list([$a, 1]);
}
