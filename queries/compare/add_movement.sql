-- One step of the movement of one indicator at one place.
insert into base.movements
values ($indicator, $place, $step_no, $step, $status, $old_value, $new_value, $part, $enterprises, $resting_on)
