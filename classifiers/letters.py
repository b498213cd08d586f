"""Letters of other scripts that look like Latin ones, one for one: a disguise, or a keyboard left in another language."""

LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝьвгкмнтпАВЕКМНОРСТХУІЈЅαβεικνορτυχηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɩɪʏʜɡɑℓ",
    "aeopcyxijshdqwbbrkmhtnabekmhopctxyijsabeiknoptuxnwabezhikmnoptyxiiiyhgal",
)
