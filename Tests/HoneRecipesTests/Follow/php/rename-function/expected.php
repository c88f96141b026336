<?php
function example($a, $b, $items) {
    $r = mysqli_query($sql);
}
