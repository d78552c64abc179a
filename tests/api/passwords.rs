//! How passwords are kept and checked (ACC-5, ACC-6).

use backend::accounts::{Cost, PasswordError, Passwords, is_common};
use shared::accounts::rules::{Owner, broken_rules};
use zeroize::Zeroizing;

fn passwords(pepper: u8, at_once: usize) -> Passwords {
    Passwords::new(Zeroizing::new([pepper; 32]), at_once, Cost::OWASP).unwrap()
}

/// ACC-6
#[tokio::test]
async fn a_password_is_kept_as_argon2id_with_a_pepper() {
    let passwords_here = passwords(1, 2);
    let stored = passwords_here.hash("Тёплый9чай!").await.unwrap();

    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_ne!(stored, passwords_here.hash("Тёплый9чай!").await.unwrap(), "each has its own salt");
    assert!(passwords_here.is_right("Тёплый9чай!", Some(stored.clone())).await.unwrap());
    assert!(!passwords_here.is_right("Тёплый9чай", Some(stored.clone())).await.unwrap());
    // A stolen table without the pepper opens nothing.
    assert!(!passwords(2, 1).is_right("Тёплый9чай!", Some(stored)).await.unwrap());
}

#[tokio::test]
async fn where_there_is_no_password_none_is_right() {
    let passwords = passwords(1, 1);
    for guess in ["", "nobody's password", "Тёплый9чай!"] {
        assert!(!passwords.is_right(guess, None).await.unwrap());
    }
    let broken = passwords.is_right("x", Some("not a hash".into())).await;
    assert!(matches!(broken, Err(PasswordError::Stored)));
}

/// SEC-6: so many at a time, and no endless line of those who wait.
#[tokio::test(flavor = "multi_thread")]
async fn more_than_fit_are_told_to_come_back() {
    let passwords = passwords(1, 1);
    let stored = passwords.hash("Тёплый9чай!").await.unwrap();
    let asks = (0..100).map(|_| passwords.is_right("Тёплый9чай!", Some(stored.clone())));
    let answers = futures_util::future::join_all(asks).await;
    let right = answers.iter().filter(|answer| matches!(answer, Ok(true))).count();
    let busy = answers.iter().filter(|answer| matches!(answer, Err(PasswordError::Busy))).count();
    assert_eq!((right, busy), (33, 67));
    // And afterwards there is room again.
    assert!(passwords.is_right("Тёплый9чай!", Some(stored)).await.unwrap());
}

/// ACC-5: common ones are refused though they keep every rule, also as typed on the other layout.
#[test]
fn common_passwords_are_found_in_both_alphabets() {
    let nobody = Owner::default();
    for common in
        ["Password1!", "Qwerty123!", "P@ssw0rd1", "Йцукен123!", "Пароль1!", "Gfhjkm1!", "Abcd1234!"]
    {
        assert_eq!(broken_rules(common, &nobody), [], "{common}");
        assert!(is_common(common, &nobody), "{common}");
    }
    for fine in ["тёплый-Чай9вечером", "warm9Tea&lemon", "Слон!7танцует", "kV8#mq2Zr!"]
    {
        assert!(!is_common(fine, &nobody), "{fine}");
    }
}
