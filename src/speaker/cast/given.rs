//! Given names and their short forms.

/// Short forms of given names that do not begin alike.
const SHORT: [(&str, &str); 34] = [
    ("andy", "andrew"),
    ("bill", "william"),
    ("billy", "william"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("chuck", "charles"),
    ("dick", "richard"),
    ("ed", "edward"),
    ("betsy", "elizabeth"),
    ("beth", "elizabeth"),
    ("liz", "elizabeth"),
    ("gene", "eugene"),
    ("hank", "henry"),
    ("harry", "harold"),
    ("jack", "john"),
    ("jake", "jacob"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("johnny", "john"),
    ("kate", "katherine"),
    ("larry", "lawrence"),
    ("mike", "michael"),
    ("mick", "michael"),
    ("nick", "nicholas"),
    ("peggy", "margaret"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ted", "edward"),
    ("tony", "anthony"),
    ("tony", "antony"),
    ("will", "william"),
    ("bernie", "bernard"),
    ("meg", "margaret"),
];

/// Can `a` and `b` be given names of one person?
pub(super) fn same_given(a: &str, b: &str) -> bool {
    let (a, b) = (a.replace('.', ""), b.replace('.', ""));
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    short == long
        || short.len() == 1 && long.starts_with(short.as_str())
        || short.len() >= 3 && long.starts_with(short.as_str())
        || SHORT.contains(&(short.as_str(), long.as_str()))
}
