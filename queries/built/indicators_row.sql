-- Add one indicator of the catalogue.
insert into raw.indicators
values (
    $code,
    $number,
    $position,
    $aggregation,
    $level,
    $unit,
    $better,
    $minimum_n,
    $last_12_months,
    $is_result,
    $kpi,
    $plausible_low,
    $plausible_high,
    $honours_donor,
    $honours_module,
    $honours_sector
)
