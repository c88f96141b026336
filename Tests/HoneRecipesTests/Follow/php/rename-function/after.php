<?php
function example($a, $b, $items) {
    mysqli_query($a);
}
