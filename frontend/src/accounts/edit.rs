//! A state of several parts that is changed in place, always from its newest value.

use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

struct Edited<T>(T);

type Change<T> = Box<dyn FnOnce(&mut T)>;

impl<T: Clone + 'static> Reducible for Edited<T> {
    type Action = Change<T>;

    fn reduce(self: Rc<Self>, change: Change<T>) -> Rc<Self> {
        let mut next = self.0.clone();
        change(&mut next);
        Rc::new(Self(next))
    }
}

/// The state, and the way to change it.
pub struct Edit<T: Clone + 'static>(UseReducerHandle<Edited<T>>);

impl<T: Clone + 'static> Clone for Edit<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone + 'static> Deref for Edit<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T: Clone + 'static> Edit<T> {
    pub fn change(&self, change: impl FnOnce(&mut T) + 'static) {
        self.0.dispatch(Box::new(change));
    }

    /// A callback that puts what it is given somewhere.
    pub fn put<V: 'static>(&self, put: fn(&mut T, V)) -> Callback<V> {
        let edit = self.clone();
        Callback::from(move |value| edit.change(move |state| put(state, value)))
    }
}

#[hook]
pub fn use_edit<T: Clone + 'static>(first: impl FnOnce() -> T) -> Edit<T> {
    Edit(use_reducer(|| Edited(first())))
}
